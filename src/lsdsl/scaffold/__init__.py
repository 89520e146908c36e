"""What ``lsdsl init`` writes: rules that pass their own checks, with fields guessed from a file of leads."""
