// QueueingTests
