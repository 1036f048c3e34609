"""What ends a run with one sentence instead of a stack trace."""


class Failure(Exception):
    pass
