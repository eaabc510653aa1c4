#!/usr/bin/env bash
# Makes the program's icon again: a rounded square with the two brand colours, from the top left to the bottom right.
#
# Needs Debian 12's package imagemagick, and installs nothing itself. Corners in the proportion 6 to 22, as beside the
# program's name in its own window.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
convert=/usr/bin/convert

if [ ! -x "$convert" ]; then
    echo "icon.sh: $convert is missing; install Debian's package imagemagick" >&2
    exit 1
fi

# The mask is drawn four times as large and scaled down, for smooth corners; -strip leaves out the time of making.
"$convert" -size 256x256 -define gradient:angle=135 'gradient:#5b78ff-#27b3a1' \
    \( -size 1024x1024 xc:black -fill white -draw 'roundrectangle 0,0 1023,1023 279,279' -resize 256x256 \) \
    -alpha off -compose CopyOpacity -composite -strip \
    -define png:exclude-chunks=date,time -define png:color-type=6 -depth 8 "$here/icon.png"
