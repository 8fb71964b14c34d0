"""The city of the published example: 200,000 members in more than 10,000 organisations."""
