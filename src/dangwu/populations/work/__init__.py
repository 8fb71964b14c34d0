"""Work done: what was held, when it was filed, who came, and its sums by month."""
