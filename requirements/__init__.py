"""What Zongshu rests on: the pins, their licences, the bill of materials, the audit. Part of the checkout, of no wheel."""
