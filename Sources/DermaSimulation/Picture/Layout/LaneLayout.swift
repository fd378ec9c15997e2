/// Where the lanes lie.
struct LaneLayout {
    static let left = 104.0
    static let labelRows = 3
    static let rowHeight = 11.0
    /// From a lane's line up to its lowest label, and down to its ribbon.
    static let labelRise = 12.0
    static let ribbonDrop = 11.0
    static let ribbonHeight = 8.0
    static let pitch = 74.0
    static let groupGap = 14.0

    let lanes: [Lane]
    private let places: [Lane: Double]
    /// Above and below all lanes.
    let top: Double
    let bottom: Double

    init(_ history: RunHistory, top: Double) {
        lanes = history.lanes
        self.top = top
        var places: [Lane: Double] = [:]
        var y = top
        var group: Int?
        for lane in lanes {
            let next = Self.group(lane, history.cast)
            if let group, group != next { y += Self.groupGap }
            group = next
            places[lane] = y + Self.pitch - 26
            y += Self.pitch
        }
        self.places = places
        bottom = y
    }

    private static func group(_ lane: Lane, _ cast: Cast) -> Int {
        switch lane {
        case .relay: -1
        case .device(let device): cast.account(of: device)
        }
    }

    /// The line of a lane.
    func y(_ lane: Lane) -> Double { places[lane] ?? bottom }
}
