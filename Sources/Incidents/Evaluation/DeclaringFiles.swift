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

extension Incident {
    /// The files in which its times, figures and claims are declared, as the compiler saw them; known without
    /// evaluating any of them.
    public var declaringFiles: Set<String> {
        Set(([times.site] + figures.map(\.site) + claims.map(\.site)).map(\.path))
    }
}
