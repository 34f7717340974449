"""Audits of many lives: which recorded acts were not permitted, as known then and now, and where rights went."""
