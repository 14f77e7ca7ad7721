import Pictures
import TestSupport
import Testing

@Suite struct GoldenTests {
    @Test(arguments: Samples().all.map(\.name))
    func drawingIsAsReviewed(_ name: String) throws {
        let picture = try #require(Samples().all.first { $0.name == name }?.picture)
        for layout in PictureLayout.allCases {
            let golden = Golden("\(name)-\(layout.rawValue).svg", in: "PicturesTests")
            let difference = try golden.difference(from: picture.svg(id: name, layout: layout))
            #expect(difference == nil)
        }
    }
}
