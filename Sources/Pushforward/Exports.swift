@_exported public import PushforwardData
@_exported public import PushforwardDiscrepancies
@_exported public import PushforwardNetworks
@_exported public import PushforwardNumerics
@_exported public import PushforwardTwoSample
