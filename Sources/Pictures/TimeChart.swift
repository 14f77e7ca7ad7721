/// Several measurements over one time axis, each in a track with a scale of its own.
public struct TimeChart: Picture, Hashable {
    /// A measurement at a point in time.
    public struct Sample: Sendable, Hashable {
        /// When, in seconds on the picture's time axis.
        public var time: Double
        /// The value, or nil where nothing was measured, which leaves a gap.
        public var value: Double?

        public init(_ time: Double, _ value: Double?) {
            self.time = time
            self.value = value
        }
    }

    /// How samples are drawn.
    public enum Mark: String, Sendable, Hashable, CaseIterable {
        /// A line from sample to sample.
        case line
        /// A level from each sample to the next.
        case step
        /// A line from sample to sample, filled down to zero.
        case area
        /// A bar from each sample to the next, or as wide as the nearest two samples are apart.
        case bars
        /// A marker at each sample.
        case points
    }

    /// Samples that are drawn alike.
    public struct Series: Sendable, Hashable {
        /// The name in the track's legend; may be empty where the track has one series.
        public var name: String
        /// How it is drawn.
        public var mark: Mark
        /// Its colour, with its dash, pattern or marker.
        public var tone: Tone
        /// The samples, in any order.
        public var samples: [Sample]

        public init(_ name: String, _ mark: Mark, tone: Tone = .primary, samples: [Sample]) {
            self.name = name
            self.mark = mark
            self.tone = tone
            self.samples = samples
        }
    }

    /// One of the charts above each other.
    public struct Track: Sendable, Hashable {
        /// What is measured and its unit: `Backends, connections`.
        public var axis: Axis
        /// The series, from back to front.
        public var series: [Series]
        /// Limits and other values, marked from end to end.
        public var references: [Reference]

        /// Describes a track; series are drawn from the first to the last.
        public init(_ axis: Axis, _ series: [Series], references: [Reference] = []) {
            self.axis = axis
            self.series = series
            self.references = references
        }
    }

    /// A point in time that is marked in all tracks.
    public struct Event: Sendable, Hashable {
        /// When, in seconds on the picture's time axis.
        public var time: Double
        /// What happened: `16:15:00 scheduled job starts`.
        public var label: String

        public init(at time: Double, _ label: String) {
            self.time = time
            self.label = label
        }
    }

    /// A stretch of time that is shaded in all tracks.
    public struct Span: Sendable, Hashable {
        /// The beginning, in seconds on the picture's time axis.
        public var start: Double
        /// The end, in the same seconds.
        public var end: Double
        /// What it is: `no deploy in window`.
        public var label: String

        public init(from start: Double, to end: Double, _ label: String) {
            self.start = start
            self.end = end
            self.label = label
        }
    }

    /// The picture's name.
    public var title: String
    /// What it shows, in one sentence.
    public var summary: String
    /// The tracks, from top to bottom.
    public var tracks: [Track]
    /// Points in time marked in all tracks.
    public var events: [Event]
    /// Stretches of time shaded in all tracks.
    public var spans: [Span]
    /// How points in time are named.
    public var labels: TimeLabels

    /// Describes a chart.
    public init(
        title: String, summary: String, tracks: [Track], events: [Event] = [], spans: [Span] = [],
        labels: TimeLabels = .clock()
    ) {
        self.title = title
        self.summary = summary
        self.tracks = tracks
        self.events = events
        self.spans = spans
        self.labels = labels
    }
}
