"""What analysts and reviewers do with a published set: load, query, export, compare, accept."""
