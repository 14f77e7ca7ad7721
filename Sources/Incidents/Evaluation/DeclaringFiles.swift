extension EvaluatedIncident {
    /// The files in which parts of the incident are declared, as the compiler saw them.
    public var declaringFiles: Set<String> {
        var sites = [times.site] + timeline.map(\.site) + actions.map(\.site) + figures.map(\.site)
        sites += claims.map(\.site) + exhibits.map(\.site) + hypotheses.map(\.site)
        sites += captures.compactMap(\.site) + illustrations.map(\.site) + tables.map(\.site)
        sites += artifacts.map(\.site)
        return Set(sites.map(\.path))
    }
}
