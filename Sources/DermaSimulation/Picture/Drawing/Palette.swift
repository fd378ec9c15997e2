/// The colours of a picture, by light and by dark.
///
/// Classes and no variables of CSS: programs that turn SVG into paper know few of the latter.
struct Palette {
    let ground, ink, faint, hair, ribbon, ribbonGround, write, fault, good, bad, offline, poor, down, full: String
    /// By `FrameKind`.
    let kinds: [String]

    static let light = Palette(
        ground: "#ffffff", ink: "#1c2128", faint: "#68717c", hair: "#d5dae0", ribbon: "#4d9a8a",
        ribbonGround: "#e6eeec",
        write: "#1f5fbf", fault: "#c2570c", good: "#2c8a4b", bad: "#d11a2a", offline: "#c3c9d1", poor: "#e9b949",
        down: "#e58a8a", full: "#b49be0",
        kinds: ["#9aa4b0", "#5b8def", "#158a5c", "#d97a06", "#8a4fd0", "#d11a2a", "#111111"])
    static let dark = Palette(
        ground: "#12161c", ink: "#e4e9ef", faint: "#98a3b0", hair: "#303842", ribbon: "#3f8f80",
        ribbonGround: "#1d2a2b",
        write: "#7db2ff", fault: "#ff9d5c", good: "#5fcf86", bad: "#ff5f6b", offline: "#4a535e", poor: "#a57f22",
        down: "#8c3a3f", full: "#65509a",
        kinds: ["#7b8794", "#78a4ff", "#4cc794", "#ffab45", "#b98bff", "#ff5f6b", "#f0f0f0"])

    /// The picture's style sheet, with the dark colours where the reader prefers them.
    static let styleSheet = """
        <style>
        text{font-family:"Helvetica Neue",Arial,"Liberation Sans",sans-serif;font-size:10px}
        .h1{font-size:17px;font-weight:600}.h2{font-size:12px}.name{font-size:13px;font-weight:600}
        .verdict{font-size:13px;font-weight:600}
        .e{text-anchor:end}.c{text-anchor:middle}
        .tag{paint-order:stroke;stroke-width:3px;stroke-linejoin:round}
        .m,.bar,.copy,.rule,.pole,.line,.gone,.broken,.grid,.check{fill:none}path{stroke-linecap:round;stroke-linejoin:round}
        .line{stroke-width:1.4}.m{stroke-width:1.3}.x{stroke-width:1.6}.bar{stroke-width:1;stroke-dasharray:1 3}
        .copy{stroke-width:1.3;stroke-dasharray:5 3}.rule{stroke-width:1.2;stroke-dasharray:4 4}.pole{stroke-width:1}
        .broken{stroke-width:2.4}.gone{stroke-width:1.4;stroke-dasharray:1 5}.lost{stroke-dasharray:4 3}
        .f{opacity:.2}.cone .m{stroke-width:2.1}
        \(light.rules)
        @media (prefers-color-scheme:dark){\(dark.rules)}
        </style>
        """

    private var rules: String {
        var rules = [
            ".bg{fill:\(ground)}", "text{fill:\(ink)}", ".faint{fill:\(faint)}", ".tag{stroke:\(ground)}",
            ".line{stroke:\(ink)}", ".copy{stroke:\(fault)}", ".gone{stroke:\(faint)}", ".bar{stroke:\(faint)}",
            ".grid{stroke:\(hair)}",
            ".fold{fill:\(hair);fill-opacity:.35}", ".rg{fill:\(ribbonGround)}", ".r{fill:\(ribbon)}",
            ".w{fill:\(write);stroke:\(ground)}", ".wt{fill:\(write)}", ".key{fill:\(kinds[4]);stroke:\(ground)}",
            ".kt{fill:\(kinds[4])}", ".no{fill:\(ground);stroke:\(bad);stroke-width:1.5}", ".flag{fill:\(fault)}",
            ".pole{stroke:\(fault)}", ".ft{fill:\(fault)}", ".good,.ok{fill:\(good)}", ".bad{fill:\(bad)}",
            ".rule{stroke:\(faint)}", ".rule.end{stroke:\(good)}", ".broken{stroke:\(bad)}",
            ".ring{stroke:\(bad);fill:none}",
            ".check{stroke:\(ground);stroke-width:1.4}", ".apart{fill:\(poor)}", ".one{fill:\(good)}",
            ".k0{fill:\(offline)}", ".k1{fill:\(poor)}", ".k2{fill:\(down)}", ".k3{fill:\(full)}", ".k4{fill:\(hair)}",
        ]
        rules += kinds.enumerated().map { ".m\($0){stroke:\($1)}" }
        return rules.joined()
    }

    /// Shapes that stand at many places.
    static let symbols = """
        <defs>
        <path id="wrote" class="w" d="M0-5.5L5.5 0L0 5.5L-5.5 0Z"/><path id="shared" class="key" d="M0-6L6 0L0 6L-6 0Z"/>
        <path id="failed" class="no" d="M0-4.5L4.5 0L0 4.5L-4.5 0Z"/><path id="backup" class="flag" d="M-3.5-3.5h7v7h-7Z"/>
        <path id="restart" class="good" d="M-3-4.5L5 0L-3 4.5Z"/><path id="epoch" class="key" d="M-2-7h4v14h-4Z"/>
        <g id="ok"><circle class="good" r="4.2"/><path class="check" d="M-2 0L-.5 1.7L2.2-1.6"/></g>
        <g id="no"><circle class="bad" r="4.2"/><path class="check" d="M-1.7-1.7L1.7 1.7M1.7-1.7L-1.7 1.7"/></g>
        <circle id="quiet" class="faint" r="2.4"/><path id="flag" class="flag" d="M0 0h7l-2 2.6l2 2.6h-7Z"/>
        </defs>
        """
}
