"""What a learner's kit has in place of the reference and the bank: recorded values, and how known mistakes fail."""
