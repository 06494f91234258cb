"""Quizzes for staff: the bank, contests, courses, certificates.

Pages only; it shows no person but under the name they chose for a list. Start reading at ``section``.
"""
