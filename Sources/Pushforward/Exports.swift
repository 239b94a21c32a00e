@_exported import PushforwardData
@_exported import PushforwardDiscrepancies
@_exported import PushforwardNetworks
@_exported import PushforwardNumerics
@_exported import PushforwardTwoSample
