"""The start page: what must I do now, for every role; read only, owns no rules."""
