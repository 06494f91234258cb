"""The colours and widths of every picture.

Told apart by people who do not see red and green alike: the colours differ in brightness too, and no meaning
hangs on a colour alone (right is a round tick, wrong a square cross, steps have numbers).
"""

INK = "#14263d"
PAPER = "#fbf7ee"
WHITE = "#ffffff"
NAVY = "#123a63"
BLUE = "#2f78c4"
SKY = "#cfe6f7"
GREEN = "#00795c"
LEAF = "#4aa564"
MINT = "#d9f0e4"
RED = "#c4161c"
ROSE = "#fbe1dc"
ORANGE = "#ee7d11"
YELLOW = "#ffd23c"
CREAM = "#fff0bf"
GREY = "#8a95a3"
CLOUD = "#dfe4ea"
BROWN = "#8d5a2b"
SAND = "#e6cfa3"
SKIN = "#f4cda5"
BLACK = "#1b1b1b"

LINE = 6
THIN = 4
CAPTION = 46
"""No letter of a picture 1080 wide is smaller than 40: a phone shows it at a third of that."""
