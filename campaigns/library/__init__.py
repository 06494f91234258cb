"""线上二维码资料库: what posters lead to, who scanned, who signed in, and who was trained.

Knows nothing of WeChat, pages or files on disk: codes are made and files are kept by whoever is handed in
(``ports.py``). ``scanning.py`` is what a scan does (begin there), ``models.py`` has the tables,
``materials.py`` what a code leads to, ``codes.py`` the codes, ``sheets.py`` (pure) the pages for the printer,
``training.py`` the records of courses.
"""
