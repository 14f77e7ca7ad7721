// CasebookTests
