#!/usr/bin/env bash
# Makes the program's fonts again: three weights of Inter, cut down to what the program shows.
#
# Needs Debian 12's packages fonts-inter (4.0~beta7+ds-1) and fonttools (4.38.0-1+deb12u1), and installs nothing itself.
# With these versions the committed files come out byte for byte; `subset.sh --check` says whether they do.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_folder=/usr/share/fonts/opentype/inter
subsetter=/usr/bin/pyftsubset

for needed in "$source_folder/Inter-Regular.otf" "$subsetter"; do
    if [ ! -e "$needed" ]; then
        echo "subset.sh: $needed is missing; install Debian's packages fonts-inter and fonttools" >&2
        exit 1
    fi
done

# Latin with all its accents that European languages use, Greek, punctuation, currencies, letterlike signs, arrows, and
# the signs that the program draws: ● ○ ■ □ ▲ ▶ ▼ ◀ ▾ ▸ ⚠ ✓ ✕ ✗ ☰ ⌘ ⌥ ⇧ ⏎. Characters that Inter has not are passed over.
characters="U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02C6,U+02C7,U+02D8-02DD,U+0300-0304,U+0308,U+030C"
characters+=",U+0384-03CE,U+1E80-1E85,U+1E9E,U+1EF2,U+1EF3"
characters+=",U+2000-200B,U+2010-2015,U+2018-2022,U+2024-2026,U+2030,U+2032,U+2033,U+2039,U+203A,U+2044,U+2060"
characters+=",U+2070,U+2074-2079,U+2080-2089,U+20A0-20BF,U+2113,U+2116,U+2122,U+2126"
characters+=",U+2190-2199,U+21A9,U+21AA,U+21B5,U+21E7,U+21BB,U+2212,U+2215,U+2219,U+221E,U+2248,U+2260,U+2264,U+2265"
characters+=",U+2318,U+2325,U+23CE,U+25A0,U+25A1,U+25AA,U+25B2,U+25B6,U+25B8,U+25BC,U+25BE,U+25C0,U+25CB,U+25CF,U+25E6"
characters+=",U+2605,U+2606,U+2630,U+26A0,U+2713,U+2714,U+2715,U+2717,U+FEFF,U+FFFD"

destination=$here
if [ "${1:-}" = --check ]; then
    destination=$(mktemp -d)
    trap 'rm -r "$destination"' EXIT
fi

for weight in Regular Medium SemiBold; do
    # Outline hints do nothing at the sizes and the renderer in use. Kerning, ligatures and accents stay; Inter's many
    # alternates, which nothing here asks for, go. The times in the file stay those of the source, to be reproducible.
    "$subsetter" "$source_folder/Inter-$weight.otf" \
        --unicodes="$characters" \
        --layout-features=kern,liga,ccmp,locl,mark,mkmk,tnum \
        --no-hinting --no-recalc-timestamp \
        --name-IDs=0,1,2,3,4,5,6,13,14,16,17 --no-name-legacy --name-languages=0x0409 \
        --drop-tables+=DSIG \
        --output-file="$destination/Inter-$weight.otf"
done

if [ "$destination" != "$here" ]; then
    for weight in Regular Medium SemiBold; do
        cmp "$destination/Inter-$weight.otf" "$here/Inter-$weight.otf"
    done
    echo "the committed fonts are what this script makes"
fi
