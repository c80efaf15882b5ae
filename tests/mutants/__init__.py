"""Small wrong changes of the model answers, made by rule: every one of them must fail a check."""
