import Pushforward
import PushforwardGraphics

/// Points as dots, with the look that the clouds of all figures have.
enum PointCloud {
    /// Most points of a cloud; more would only darken it.
    static let points = 2_000

    /// Two coordinates of a matrix' points.
    static func mark(_ points: Matrix, x: Int, y: Int, role: Role) -> Mark {
        mark(x: points.doubles(x), y: points.doubles(y), role: role)
    }

    /// Two columns of a sample, of at most ``points`` rows evenly over it.
    static func mark(_ sample: Sample, x: Int, y: Int, role: Role) -> Mark {
        let part = sample.thinned(to: points)
        return mark(x: part.column(x), y: part.column(y), role: role)
    }

    private static func mark(x: [Double], y: [Double], role: Role) -> Mark {
        .points(x: x, y: y, role: role, radius: 1.3, opacity: 0.45)
    }

    /// Two coordinates of points in a panel of half the size.
    static func smallMark(_ points: Matrix, x: Int, y: Int, role: Role) -> Mark {
        .points(x: points.doubles(x), y: points.doubles(y), role: role, radius: 1, opacity: 0.4)
    }
}
