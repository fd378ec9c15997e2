import DermaSimulation
import Testing

@Suite("The picture of a run")
struct PictureTests {
    /// Says at the end that something broke, in words that XML does not take.
    private struct Odd: Checker {
        static let name = "odd <&>"
        static let words = "ana-1 and ana-2 \"differ\" ]]> <b>&amp;\u{0}\u{8}\u{1B}\u{FFFE} 🦠 "
        mutating func conclude(_ world: World) -> String? { Self.words + String(repeating: "word ", count: 900) }
    }

    @Test("Pictures of 200 seeds are well-formed, small and finite; texts lie inside and apart from each other")
    func generated() throws {
        var plain = Campaign(checkers: { [] })
        var odd = Campaign(checkers: { [Odd()] })
        for seed in UInt64(1)...200 {
            let scenario = ScenarioGenerator().scenario(seed)
            let isOdd = seed.isMultiple(of: 4)
            let run = isOdd ? try odd.play(scenario, isRecording: true) : try plain.play(scenario, isRecording: true)
            let svg = SpaceTimeDiagram(run).svg
            #expect(svg.utf8.count <= (scenario.items.count <= 30 ? 100_000 : 125_000), "seed \(seed)")
            check(ParsedPicture(svg), "seed \(seed)")
            #expect(isOdd == svg.contains("class=\"broken\""), "seed \(seed)")
        }
    }

    private func check(_ picture: ParsedPicture, _ seed: Comment) {
        #expect(picture.isWellFormed, seed)
        let (width, height) = picture.size
        #expect(width >= 980 && height > 200 && width < 40_000, seed)
        for element in picture.elements {
            for name in ["x", "y", "width", "height", "r"] {
                guard let text = element.attributes[name] else { continue }
                #expect(Double(text)?.isFinite ?? false, "\(text)")
            }
            let path = element.attributes["d"] ?? ""
            #expect(path.allSatisfy { "MLHVZmlhvqa0123456789.- ".contains($0) }, "\(path)")
        }
        let labels = picture.labels
        #expect(labels.count > 20, seed)
        for (index, label) in labels.enumerated() {
            let isInside =
                label.x.lowerBound >= 0 && label.x.upperBound <= width && label.y.lowerBound >= 0
                && label.y.upperBound <= height
            if !isInside { Issue.record("\(seed): \(label) of \(width) × \(height)") }
            for other in labels[..<index] where label.x.overlaps(other.x) && label.y.overlaps(other.y) {
                Issue.record("\(seed): \(label) on \(other)")
            }
        }
    }

    @Test("The same story gives the same picture and the same text", arguments: UInt64(1)...10)
    func repeats(_ seed: UInt64) throws {
        let scenario = ScenarioGenerator().scenario(seed)
        var (first, second) = (Campaign(checkers: { [] }), Campaign(checkers: { [] }))
        let run = try first.play(scenario, isRecording: true)
        let again = try second.play(scenario, isRecording: true)
        #expect(SpaceTimeDiagram(run).svg == SpaceTimeDiagram(again).svg)
        #expect(Story(run).lines == Story(again).lines)
    }

    @Test("A story of many syncs is cut to its end, and the picture says so")
    func long() throws {
        let cast = Cast(patients: [2], clinics: [])
        var items = [ScenarioItem(at: 1000, .device(0), .folder)]
        for minute in Int64(1)...600 {
            let device = Lane.device(Int(minute % 2))
            items.append(ScenarioItem(at: minute * 60_000, device, .comment, [0, 0, 40]))
            items.append(ScenarioItem(at: minute * 60_000 + 30_000, device, .sync))
        }
        var campaign = Campaign(checkers: { [] })
        let run = try campaign.play(Scenario(salt: 1, cast: cast, items: items), isRecording: true)
        let svg = SpaceTimeDiagram(run).svg
        #expect(svg.utf8.count <= 125_000)
        #expect(svg.contains("are left out") && svg.contains("more syncs"))
        check(ParsedPicture(svg), "long")
        let lines = Story(run).lines
        #expect(lines.count < 420 && lines.contains { $0.contains("left out") })
    }
}
