#!/usr/bin/env bash
# Makes the tests' Chinese font again: the Simplified Chinese face of Noto Sans CJK, cut down to everyday characters, so
# that Chinese is tested on machines without such a font. The program itself uses the system's font.
#
# Needs Debian 12's packages fonts-noto-cjk (1:20220127+repack1-1), fonttools (4.38.0-1+deb12u1) and python3, and
# installs nothing itself. With these versions the committed file comes out byte for byte; `subset.sh --check` says
# whether it does.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_file=/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
subsetter=/usr/bin/pyftsubset
python=/usr/bin/python3

for needed in "$source_file" "$subsetter" "$python"; do
    if [ ! -e "$needed" ]; then
        echo "subset.sh: $needed is missing; install Debian's packages fonts-noto-cjk, fonttools and python3" >&2
        exit 1
    fi
done

folder=$(mktemp -d)
trap 'rm -r "$folder"' EXIT

# GB 2312 level 1 (rows 16 to 55) is the 3,755 everyday characters; its rows and cells are EUC-CN bytes less 0xA0.
# The rest: the characters of level 2 that the words of an interface use, such as 浏 of 浏览器 (browser); ASCII, so that
# the font can stand alone; a few signs, CJK punctuation, kana and full-width forms.
"$python" - >"$folder/characters" <<'END'
characters = [chr(code) for code in range(0x20, 0x7F)]
characters += "浏昵徙暨渲熵瑕阈黏"
characters += "·—‘’“”…×→"
characters += [chr(code) for code in range(0x3000, 0x3020)]
characters += [chr(code) for code in range(0x3041, 0x3097)] + [chr(code) for code in range(0x30A1, 0x30FD)]
characters += [chr(code) for code in range(0xFF01, 0xFF5F)] + ["￥"]
for row in range(16, 56):
    for cell in range(1, 95):
        try:
            characters.append(bytes([0xA0 + row, 0xA0 + cell]).decode("gb2312"))
        except UnicodeDecodeError:
            pass  # Row 55 ends with five empty cells.
print("\n".join(f"U+{ord(character):04X}" for character in characters))
END

# The collection's faces are told apart by name, since their order is not promised.
face=$("$python" - "$source_file" <<'END'
import sys
from fontTools.ttLib import TTCollection

faces = TTCollection(sys.argv[1], lazy=True).fonts
print(next(number for number, face in enumerate(faces) if face["name"].getDebugName(6) == "NotoSansCJKsc-Regular"))
END
)

# Tests look for characters and their widths: hints and layout features would only make the file larger. The times in the
# file stay those of the source, to be reproducible.
"$subsetter" "$source_file" --font-number="$face" \
    --unicodes-file="$folder/characters" \
    --layout-features= --no-hinting --no-recalc-timestamp \
    --name-IDs=0,1,2,3,4,5,6,13,14 --no-name-legacy --name-languages=0x0409 \
    --drop-tables+=DSIG,VORG,vhea,vmtx,BASE,GPOS,GSUB,GDEF \
    --output-file="$folder/NotoSansSC-subset.otf"

if [ "${1:-}" = --check ]; then
    cmp "$folder/NotoSansSC-subset.otf" "$here/NotoSansSC-subset.otf"
    echo "the committed font is what this script makes"
else
    cp "$folder/NotoSansSC-subset.otf" "$here/NotoSansSC-subset.otf"
fi
