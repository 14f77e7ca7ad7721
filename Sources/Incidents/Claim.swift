/// How directly the evidence shows a claim.
public enum EvidenceStrength: String, Sendable, CaseIterable, Hashable {
    /// Measured as such.
    case direct
    /// Follows from what was measured, by arithmetic or by a model whose conditions are stated.
    case derived
    /// Fits what was measured, as other explanations might.
    case circumstantial
}

public enum ClaimOrigin: Sendable, Hashable {
    /// The incident's author.
    case author
    /// Somebody else: what they promised, in their words, and who they are.
    case promise(quotation: String, by: String)
}

extension Vocabulary {
    /// A statement that is proved at each build.
    public struct Claim: Sendable {
        /// A stable name: lower-case letters, digits and `-`.
        public let id: String
        /// The statement; of a promise, what was measured.
        public let statement: S.Text
        public let origin: ClaimOrigin
        /// What decides it.
        public let proof: S.Proof
        /// The verdict that the author saw; another one fails the check.
        public let recordedVerdict: Verdict
        /// What would show that it is wrong.
        public let refutedBy: S.Text?
        /// What the verdict means to somebody who does not read tests.
        public let meaning: S.Text?
        /// How directly the evidence shows it.
        public let strength: EvidenceStrength
        /// The documents that rest on it, by the names of their templates.
        public let documents: [String]
        /// Where it was declared.
        public let site: DeclarationSite

        init(
            _ id: String, _ statement: S.Text, origin: ClaimOrigin, test: S.Proof, verdict: Verdict,
            refutedBy: S.Text?, meaning: S.Text?, strength: EvidenceStrength, in documents: [String],
            site: DeclarationSite
        ) {
            self.id = id
            self.statement = statement
            self.origin = origin
            proof = test
            recordedVerdict = verdict
            self.refutedBy = refutedBy
            self.meaning = meaning
            self.strength = strength
            self.documents = documents
            self.site = site
        }

        /// States something that the evidence must show.
        public init(
            _ id: String, _ statement: S.Text, test: S.Proof, refutedBy: S.Text,
            strength: EvidenceStrength = .direct, in documents: [String], file: StaticString = #filePath,
            line: UInt = #line
        ) {
            self.init(
                id, statement, origin: .author, test: test, verdict: .holds, refutedBy: refutedBy,
                meaning: nil, strength: strength, in: documents, site: DeclarationSite(file: file, line: line)
            )
        }

        /// Puts somebody else's promise to the test: what was promised, what was measured, what that means.
        ///
        /// A promise that is contradicted is a finding of the document; a verdict other than the recorded
        /// one fails the check.
        public static func promise(
            _ id: String, _ quotation: String, by: String, measured: S.Text, test: S.Proof, verdict: Verdict,
            meaning: S.Text, in documents: [String], file: StaticString = #filePath, line: UInt = #line
        ) -> Self {
            self.init(
                id, measured, origin: .promise(quotation: quotation, by: by), test: test, verdict: verdict,
                refutedBy: nil, meaning: meaning, strength: .direct, in: documents,
                site: DeclarationSite(file: file, line: line))
        }
    }

    /// A numbered piece in the chain of evidence.
    public struct Exhibit: Sendable {
        /// Its number in the chain.
        public let number: Int
        /// What it is, in a few words.
        public let title: S.Text
        /// What it shows and why that matters.
        public let explanation: S.Text
        /// The claims that it proves, by id.
        public let claims: [String]
        /// The captures it consists of, by path in the evidence folder.
        public let captures: [String]
        /// The picture to show with it, by name.
        public let illustration: String?
        /// Where it was declared.
        public let site: DeclarationSite

        /// Adds a piece to the chain.
        public init(
            _ number: Int, _ title: S.Text, _ explanation: S.Text, claims: [String], captures: [String],
            illustration: String? = nil, file: StaticString = #filePath, line: UInt = #line
        ) {
            self.number = number
            self.title = title
            self.explanation = explanation
            self.claims = claims
            self.captures = captures
            self.illustration = illustration
            site = DeclarationSite(file: file, line: line)
        }
    }
}

/// What a piece of evidence says of a hypothesis.
public enum Consistency: String, Sendable, CaseIterable, Hashable {
    /// It is what the hypothesis predicts.
    case consistent
    /// It is what the hypothesis forbids.
    case inconsistent
    /// It says nothing of it.
    case neutral
}

extension Vocabulary {
    /// An explanation that competes with others, held against the exhibits.
    public struct Hypothesis: Sendable {
        /// The explanation, in a line.
        public let statement: S.Text
        /// What it predicts, and what was seen instead or as well.
        public let finding: S.Text
        /// What decides it: it holds where the explanation stands, is contradicted where it is excluded.
        public let proof: S.Proof
        /// The verdict that the author saw; another one fails the check.
        public let recordedVerdict: Verdict
        /// What each exhibit says of it, by the exhibit's number; one that is not named is neutral.
        public let exhibits: [Int: Consistency]
        /// Where it was declared.
        public let site: DeclarationSite

        /// Puts an explanation to the test.
        public init(
            _ statement: S.Text, _ finding: S.Text, test: S.Proof, verdict: Verdict,
            exhibits: [Int: Consistency], file: StaticString = #filePath, line: UInt = #line
        ) {
            self.statement = statement
            self.finding = finding
            proof = test
            recordedVerdict = verdict
            self.exhibits = exhibits
            site = DeclarationSite(file: file, line: line)
        }
    }
}
