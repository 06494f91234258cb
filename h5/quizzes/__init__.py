"""Mobile pages of quizzes: the question of the day, practice, contests, courses, certificates.

All of it works without JavaScript: one question a page, an answer is a form. Practice and the check of a
certificate ask nobody who they are. Start reading at ``playing``.
"""
