import Diagnostics
import Documents
import Evidence
import Quantities

/// Figures as lines of JSON.
enum FigureJSON {
    /// Writes a line for each figure; keys are always there, null where there is nothing to say.
    static func write(_ list: FigureList, to json: inout JSONBuffer) {
        for figure in list.figures {
            write(figure, of: list.incident, to: &json)
            json.newline()
        }
    }

    private static func write(_ figure: ListedFigure, of incident: String, to json: inout JSONBuffer) {
        let quantity = figure.use.quantity
        json.object { json in
            json.key("incident")
            json.value(incident)
            json.nullable("name", figure.name)
            json.nullable("meaning", figure.meaning?.plainText)
            json.nullable("value", quantity.value)
            json.nullable("text", quantity.text)
            json.key("unit")
            json.value(quantity.unitName)
            json.nullable("lower", quantity.interval?.lower)
            json.nullable("upper", quantity.interval?.upper)
            json.key("derivation")
            json.value(quantity.derivationText)
            json.key("sources")
            json.list { json in
                for source in quantity.derivation.sources {
                    json.object { json in
                        json.key("path")
                        json.value(source.file.path)
                        json.key("line")
                        json.value(source.line)
                        json.key("column")
                        json.value(source.column)
                        json.key("text")
                        json.value(source.text)
                    }
                }
            }
            json.key("documents")
            json.list { json in
                for document in figure.documents {
                    json.object { json in
                        json.key("title")
                        json.value(document.title)
                        json.key("path")
                        json.value("\(incident)/\(document.path)")
                    }
                }
            }
        }
    }
}
