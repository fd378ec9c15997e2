import DermaCRDT
import DermaTestSupport
import DermaWire
import Foundation
import Testing

@Suite("Body sites")
struct BodySiteTests {
    /// The numbers and names are in stored bytes and exports for ever: a new site goes to the end.
    @Test("44 sites, numbered from 1")
    func registry() throws {
        #expect(BodySite.allCases.map(\.rawValue) == Array(1...44))
        #expect(BodySite.scalp.name == "scalp" && BodySite.frontOfUpperArm.name == "front-of-upper-arm")
        #expect(Set(BodySite.allCases.map(\.name)).count == 44)
        #expect(BodySite.allCases.allSatisfy { $0.name.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 } })
        for site in BodySite.allCases { #expect(try BodySite(decoding: [site.rawValue]) == site) }
        for byte in [0, 45, 255] as [UInt8] {
            #expect(throws: WireError(.invalidValue, at: 0)) { try BodySite(decoding: [byte]) }
        }
    }

    @Test("Each region has sites, and intimate ones are on the trunk and below")
    func regions() {
        let counts = BodyRegion.allCases.map { region in BodySite.allCases.count { $0.region == region } }
        #expect(counts == [12, 8, 11, 11, 2])
        #expect(
            BodyRegion.allCases.map(\.name)
                == ["head-and-neck", "trunk", "upper-extremity", "lower-extremity", "anogenital"])
        for site in BodySite.allCases {
            if site.region == .anogenital { #expect(site.isIntimate, "\(site)") }
            if [.upperExtremity, .lowerExtremity].contains(site.region) { #expect(site.isPaired, "\(site)") }
            if [.headAndNeck, .upperExtremity, .lowerExtremity].contains(site.region) {
                #expect(!site.isIntimate, "\(site)")
            }
        }
    }

    @Test("Every site has its own code")
    func codes() {
        #expect(Set(BodySite.allCases.map(\.dicomCode)).count == 44)
        #expect(Set(BodySite.allCases.map(\.dicomCode.value)).count == 44)
    }

    /// The table that `DERMA_SHARED` names the folder of, or that is beside the repository.
    private static let table: URL? = {
        let root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let shared =
            ProcessInfo.processInfo.environment["DERMA_SHARED"].map { URL(filePath: $0) }
            ?? root.deletingLastPathComponent().appending(path: "shared")
        let file = shared.appending(path: "domain/body-sites-dicom-cid4029.tsv")
        return FileManager.default.fileExists(atPath: file.path(percentEncoded: false)) ? file : nil
    }()

    @Test("Every code is a row of DICOM's CID 4029", .enabled(if: table != nil, "there is no table of CID 4029"))
    func context() throws {
        let rows = Set(try String(contentsOf: try #require(Self.table), encoding: .utf8).split(separator: "\n"))
        #expect(rows.count > 200)
        for site in BodySite.allCases {
            let code = site.dicomCode
            #expect(rows.contains("\(code.scheme.rawValue)\t\(code.value)\t\(code.meaning)"), "\(site): \(code)")
        }
    }

    @Test("Every site with every side, and no side of what has none")
    func sides() throws {
        for site in BodySite.allCases {
            for side in Laterality.allCases {
                let bytes = [site.rawValue, side.rawValue, 0]
                let value = SkinSite(site, side)
                if site.isPaired || side == .unspecified {
                    let value = try #require(value)
                    #expect(value.encoded == bytes && value.point == nil)
                    #expect(try SkinSite(decoding: bytes) == value)
                } else {
                    #expect(value == nil, "\(site), \(side)")
                    #expect(throws: WireError(.invalidValue, at: 1)) { try SkinSite(decoding: bytes) }
                }
            }
            #expect(throws: WireError(.invalidValue, at: 1)) { try SkinSite(decoding: [site.rawValue, 4, 0]) }
        }
        #expect(Laterality.allCases.map(\.name) == ["unspecified", "left", "right", "both"])
    }

    @Test("A point, to the edges of the map and one beyond")
    func points() throws {
        let corner = try #require(SkinSite(.palm, .left, at: BodyPoint(.back, x: 0, y: 65535)))
        #expect(Hex.encode(corner.encoded) == "1d01" + "01" + "02" + "00" + "ffff03")
        #expect(try SkinSite(decoding: corner.encoded) == corner)
        func fault(_ hex: String) -> WireError? {
            do throws(WireError) { _ = try SkinSite(decoding: Hex.decode(hex) ?? []) } catch { return error }
            return nil
        }
        #expect(fault("1d0101020000") == nil)
        #expect(fault("1d0102") == WireError(.invalidValue, at: 2))
        #expect(fault("1d0101000000") == WireError(.invalidValue, at: 3))
        #expect(fault("1d0101030000") == WireError(.invalidValue, at: 3))
        #expect(fault("1d01010180800400") == WireError(.invalidValue, at: 4))
        #expect(fault("1d01010100808004") == WireError(.invalidValue, at: 5))
        #expect(fault("1d0101018000") == WireError(.nonMinimal, at: 4))
        #expect(fault("1d01000100") == WireError(.trailingBytes, at: 3))
    }
}
