"""Learner code out of the verdict's reach: checks stay in this process, the code under check runs in another one."""
