"""From the approved reward to the money: claim, voucher, bank, ledger; nobody here sees the tip."""
