"""企业内部报告: employees tell their own enterprise by a QR code; what it does not fix goes to the bureau.

安委〔2024〕7号 asks enterprises for such a channel. No openid is taken; the words lie in the vault until the
enterprise opens them with its key. It knows of tips only how to submit one. Start with ``services``.
"""
