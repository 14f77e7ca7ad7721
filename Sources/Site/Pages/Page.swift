/// A page of the site: what it says, and where it stands among the others.
public struct Page: Sendable {
    /// What kind of page it is, which decides its width and its furniture.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A document for an audience.
        case document
        /// A capture, line by line.
        case evidence
        /// Claims with their verdicts.
        case ledger
        /// A list that leads on: the incidents, or an incident's captures.
        case index
    }

    /// The path within the site, such as `2026-01-04-connection-spike/executive-summary.html`.
    public let path: String
    /// What kind of page it is.
    public let kind: Kind
    /// The page's title, shown as its only heading of the first level.
    public let title: String
    /// One sentence for search engines and link previews, where there is one.
    public let summary: String?
    /// The incident's title, where the page belongs to an incident.
    public let incidentTitle: String?
    /// What a reader is told before the text.
    public let banner: Banner
    /// The text as rendered HTML, trusted; it begins below the title and holds no heading of the first level.
    public let body: [UInt8]
    /// The headings of the text, for the page's own table of contents.
    public let headings: [Heading]
    /// Where the page stands.
    public let navigation: Navigation

    /// Describes a page.
    public init(
        path: String, kind: Kind, title: String, summary: String? = nil, incidentTitle: String? = nil,
        banner: Banner = Banner(), body: [UInt8], headings: [Heading] = [],
        navigation: Navigation = Navigation()
    ) {
        self.path = path
        self.kind = kind
        self.title = title
        self.summary = summary
        self.incidentTitle = incidentTitle
        self.banner = banner
        self.body = body
        self.headings = headings
        self.navigation = navigation
    }
}

extension Page {
    /// A heading of a page's text.
    public struct Heading: Sendable, Hashable {
        /// From 2 to 6; the table of contents shows the first two levels.
        public let level: Int
        /// The id of the element, without `#`.
        public let id: String
        /// The heading as plain text.
        public let text: String

        public init(level: Int, id: String, text: String) {
            self.level = level
            self.id = id
            self.text = text
        }
    }

    /// A link to another page of the site.
    public struct Link: Sendable, Hashable {
        public let title: String
        /// The path within the site.
        public let path: String
        /// The id within that page, without `#`.
        public let fragment: String?

        public init(_ title: String, to path: String, fragment: String? = nil) {
            self.title = title
            self.path = path
            self.fragment = fragment
        }
    }

    /// What surrounds a page: the other pages of its incident, the way back up, and what to read next.
    public struct Navigation: Sendable, Hashable {
        /// A group of links under a title.
        public struct Section: Sendable, Hashable {
            /// What the links have in common.
            public let title: String
            /// The links, in the order to read them.
            public let links: [Link]

            /// Describes a group.
            public init(_ title: String, _ links: [Link]) {
                self.title = title
                self.links = links
            }
        }

        /// The pages that belong together; the one that is shown is marked.
        public let sections: [Section]
        /// From the site's home to the page above this one.
        public let breadcrumbs: [Link]
        /// What to read before this page.
        public let previous: Link?
        /// What to read after this page.
        public let next: Link?

        /// Describes what surrounds a page.
        public init(
            sections: [Section] = [], breadcrumbs: [Link] = [], previous: Link? = nil, next: Link? = nil
        ) {
            self.sections = sections
            self.breadcrumbs = breadcrumbs
            self.previous = previous
            self.next = next
        }
    }

    /// What a reader is told before the text; what is not known is left out.
    public struct Banner: Sendable, Hashable {
        /// How many claims came out which way, and where they are listed.
        public struct Verdicts: Sendable, Hashable {
            /// How many claims the evidence supports.
            public let holds: Int
            /// How many it contradicts.
            public let contradicted: Int
            /// How many it cannot decide.
            public let undecided: Int
            /// The claims themselves.
            public let ledger: Link?

            /// Counts verdicts.
            public init(holds: Int, contradicted: Int, undecided: Int, ledger: Link? = nil) {
                self.holds = holds
                self.contradicted = contradicted
                self.undecided = undecided
                self.ledger = ledger
            }
        }

        /// Something to know before reading on, such as that the figures were reproduced in a lab.
        public struct Notice: Sendable, Hashable {
            /// The notice in a few words.
            public let title: String
            /// What it means for the reader.
            public let text: String
            /// Where more stands.
            public let link: Link?

            public init(_ title: String, _ text: String, link: Link? = nil) {
                self.title = title
                self.text = text
                self.link = link
            }
        }

        /// The state of the incident, such as "Resolved".
        public var status: String?
        /// How severe it was, such as "SEV-2".
        public var severity: String?
        /// Whom the document is for.
        public var audience: String?
        /// How long it takes to read, such as "5 min".
        public var readingTime: String?
        /// Who keeps it right.
        public var owner: String?
        /// The time of the newest evidence that it uses, in words.
        public var newestEvidence: String?
        /// What became of the claims that it rests on.
        public var verdicts: Verdicts?
        /// What to know before reading on.
        public var notices: [Notice]

        /// Collects what a reader is told before the text.
        public init(
            status: String? = nil, severity: String? = nil, audience: String? = nil,
            readingTime: String? = nil, owner: String? = nil, newestEvidence: String? = nil,
            verdicts: Verdicts? = nil, notices: [Notice] = []
        ) {
            self.status = status
            self.severity = severity
            self.audience = audience
            self.readingTime = readingTime
            self.owner = owner
            self.newestEvidence = newestEvidence
            self.verdicts = verdicts
            self.notices = notices
        }
    }
}
