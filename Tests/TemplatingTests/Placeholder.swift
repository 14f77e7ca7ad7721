// TemplatingTests
