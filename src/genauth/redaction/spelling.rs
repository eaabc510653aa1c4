//! What a text can mean where it escapes characters: for a URL, JSON or HTML, once or several times, and one kind inside
//! of another.

/// How many kinds of escapes are understood inside of one another, for example JSON in a query in a page. One kind that is
/// used several times counts as one.
const DEEPEST: u8 = 3;

/// The most readings that one place has.
const MOST_READINGS: usize = 8;

/// The longest run of backslashes that is one escape. JSON inside JSON doubles them.
const LONGEST_RUN: usize = 32;

/// The same where each is escaped in another way.
const LONGEST_ESCAPED_RUN: usize = 8;

/// How much of a reference, between `&` and `;`, is looked at, in characters.
const LONGEST_REFERENCE: usize = 10;

/// HTML's names for characters of ASCII, and for the space that does not break.
const REFERENCES: [(&str, char); 36] = [
    ("amp", '&'),
    ("apos", '\''),
    ("ast", '*'),
    ("bsol", '\\'),
    ("colon", ':'),
    ("comma", ','),
    ("commat", '@'),
    ("dollar", '$'),
    ("equals", '='),
    ("excl", '!'),
    ("grave", '`'),
    ("gt", '>'),
    ("hat", '^'),
    ("lbrace", '{'),
    ("lbrack", '['),
    ("lcub", '{'),
    ("lowbar", '_'),
    ("lpar", '('),
    ("lsqb", '['),
    ("lt", '<'),
    ("nbsp", ' '),
    ("num", '#'),
    ("percnt", '%'),
    ("period", '.'),
    ("plus", '+'),
    ("quest", '?'),
    ("quot", '"'),
    ("rbrace", '}'),
    ("rbrack", ']'),
    ("rcub", '}'),
    ("rpar", ')'),
    ("rsqb", ']'),
    ("semi", ';'),
    ("sol", '/'),
    ("vert", '|'),
    ("verbar", '|'),
];

/// Every reading of one place: a character, and where what stands for it ends.
#[derive(Clone, Copy)]
pub(super) struct Readings {
    found: [(char, usize); MOST_READINGS],
    count: usize,
}

impl Readings {
    fn add(&mut self, character: char, end: usize) {
        if !self.as_slice().contains(&(character, end))
            && let Some(free) = self.found.get_mut(self.count)
        {
            *free = (character, end);
            self.count += 1;
        }
    }

    fn extend(&mut self, character: Option<char>, end: usize) {
        if let Some(character) = character {
            self.add(character, end);
        }
    }

    pub(super) fn as_slice(&self) -> &[(char, usize)] {
        &self.found[..self.count]
    }
}

/// Whether an escape can begin with this byte, so that its place has more than one reading.
pub(super) fn begins_an_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'\\' | b'&' | b'+')
}

/// Whether this is the beginning of an escape, with the rest cut off.
pub(super) fn is_cut_escape(rest: &str) -> bool {
    rest.len() < 6 && rest.starts_with(['%', '\\', '&'])
}

/// What the character at this place can be. None at the end of the text.
pub(super) fn readings(text: &str, at: usize) -> Readings {
    read(text, at, DEEPEST)
}

fn read(text: &str, at: usize, depth: u8) -> Readings {
    let mut readings = Readings { found: [('\0', 0); MOST_READINGS], count: 0 };
    let Some(raw) = text.get(at..).and_then(|rest| rest.chars().next()) else { return readings };
    readings.add(raw, at + raw.len_utf8());
    match raw {
        '%' | '\\' | '&' if depth > 0 => {
            for &(mark, next) in read(text, at, depth - 1).as_slice() {
                readings.add(mark, next);
                // What escapes itself was counted through when it was read.
                let is_itself = match mark {
                    '%' => raw == '%' && next > at + 1,
                    _ => next > at + 1 && text[at..next].bytes().all(|byte| byte == b'\\'),
                };
                match mark {
                    _ if is_itself => {}
                    '%' => percent(text, next, depth - 1, &mut readings),
                    '\\' => backslash(text, next, depth - 1, &mut readings),
                    '&' => reference(text, next, depth - 1, &mut readings),
                    _ => {}
                }
            }
        }
        _ => {}
    }
    // A form writes a space as a plus sign, and that can be escaped in turn.
    let so_far = readings;
    for &(character, end) in so_far.as_slice() {
        if character == '+' {
            readings.add(' ', end);
        }
    }
    readings
}

/// A hexadecimal number of so many digits.
fn number(text: &str, at: usize, digits: u8, depth: u8) -> Option<(u32, usize)> {
    let mut read_so_far = (0, at);
    for _ in 0..digits {
        let (number, at) = read_so_far;
        read_so_far = read(text, at, depth)
            .as_slice()
            .iter()
            .find_map(|(character, end)| Some((number * 16 + character.to_digit(16)?, *end)))?;
    }
    Some(read_so_far)
}

/// Where this character ends, if it can be read here.
fn behind(text: &str, at: usize, wanted: char, depth: u8) -> Option<usize> {
    read(text, at, depth).as_slice().iter().find(|(character, _)| *character == wanted).map(|(_, end)| *end)
}

/// `%XX` for each byte of UTF-8. After encoding twice, the sign itself is `%25`.
fn percent(text: &str, behind_sign: usize, depth: u8, readings: &mut Readings) {
    let mut at = behind_sign;
    while let Some((byte, end)) = number(text, at, 2, depth) {
        match byte {
            0x25 => {
                readings.add('%', end);
                at = end;
            }
            ..0x80 => {
                readings.extend(char::from_u32(byte), end);
                return;
            }
            _ => return several_bytes(text, at, depth, readings),
        }
    }
}

/// A character that UTF-8 needs several bytes for. The sign before the first is read already.
fn several_bytes(text: &str, behind_sign: usize, depth: u8, readings: &mut Readings) {
    let mut bytes = Vec::with_capacity(4);
    let mut at = behind_sign;
    loop {
        // However often the sign was encoded.
        while let Some((0x25, end)) = number(text, at, 2, depth) {
            at = end;
        }
        let Some((byte, end)) = number(text, at, 2, depth) else { return };
        bytes.extend(u8::try_from(byte));
        if let Some(character) = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            return readings.add(character, end);
        }
        let Some(sign) = behind(text, end, '%', depth).filter(|_| bytes.len() < 4) else { return };
        at = sign;
    }
}

/// A JSON escape, or any other backslash before the character; any number of backslashes, for JSON inside JSON.
fn backslash(text: &str, behind_first: usize, depth: u8, readings: &mut Readings) {
    let mut at = behind_first;
    let mut run = 1;
    let mut doubled = Vec::with_capacity(5);
    while run < LONGEST_RUN {
        let next = match text.as_bytes().get(at) {
            Some(b'\\') => Some(at + 1),
            // No deeper, because each of a run would then be read together with the rest of it.
            Some(b'%' | b'&') if run < LONGEST_ESCAPED_RUN => behind(text, at, '\\', depth.min(1)),
            _ => None,
        };
        let Some(next) = next else { break };
        (at, run) = (next, run + 1);
        if usize::is_power_of_two(run) {
            doubled.push(at);
        }
    }
    letter(text, at, depth, readings);
    if at > behind_first {
        // What looks like more of the run can also be an escape of the letter.
        letter(text, behind_first, depth, readings);
    }
    for end in doubled {
        readings.add('\\', end);
    }
}

/// What stands behind the backslashes of an escape.
fn letter(text: &str, at: usize, depth: u8, readings: &mut Readings) {
    for &(character, end) in read(text, at, depth).as_slice() {
        match character {
            'n' => readings.add('\n', end),
            'r' => readings.add('\r', end),
            't' => readings.add('\t', end),
            'b' => readings.add('\u{8}', end),
            'f' => readings.add('\u{c}', end),
            'x' => hexadecimal_bytes(text, end, depth, readings),
            'u' => utf_16(text, end, depth, readings),
            // Two as they are were counted with the run.
            '\\' if end == at + 1 => {}
            other if !other.is_ascii_alphanumeric() => readings.add(other, end),
            _ => {}
        }
    }
}

/// `\xXX`: a character, or a byte of its UTF-8, as Python writes bytes.
fn hexadecimal_bytes(text: &str, behind_letter: usize, depth: u8, readings: &mut Readings) {
    let Some((byte, end)) = number(text, behind_letter, 2, depth) else { return };
    readings.extend(char::from_u32(byte), end);
    let (mut bytes, mut at) = (Vec::from_iter(u8::try_from(byte)), end);
    while byte >= 0x80 && bytes.len() < 4 {
        let Some((byte, end)) = further(text, at, depth, 'x', 2, |byte| (0x80..0xC0).contains(&byte)) else { return };
        bytes.extend(u8::try_from(byte));
        at = end;
        if let Some(character) = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) {
            return readings.add(character, end);
        }
    }
}

/// `\uXXXX`, and two of them for what UTF-16 needs two units for.
fn utf_16(text: &str, behind_letter: usize, depth: u8, readings: &mut Readings) {
    let Some((first, end)) = number(text, behind_letter, 4, depth) else { return };
    if let Some(character) = char::from_u32(first) {
        return readings.add(character, end);
    }
    let second = further(text, end, depth, 'u', 4, |unit| (0xDC00..0xE000).contains(&unit));
    let Some((second, end)) = second else { return };
    let units = [first, second].map(|unit| u16::try_from(unit).unwrap_or_default());
    if let Some(Ok(character)) = char::decode_utf16(units).next() {
        readings.add(character, end);
    }
}

/// One more escape with this letter, whose number goes on with the one before: the number, and where it ends.
fn further(
    text: &str,
    at: usize,
    depth: u8,
    letter: char,
    digits: u8,
    goes_on: fn(u32) -> bool,
) -> Option<(u32, usize)> {
    read(text, at, depth).as_slice().iter().filter(|(mark, _)| *mark == '\\').find_map(|(_, end)| {
        let run = text[*end..].bytes().take(LONGEST_RUN).take_while(|byte| *byte == b'\\').count();
        [*end, end + run].into_iter().find_map(|end| {
            let number = number(text, behind(text, end, letter, depth)?, digits, depth)?;
            goes_on(number.0).then_some(number)
        })
    })
}

/// `&amp;`, `&#38;`, `&#x26;`.
fn reference(text: &str, behind_sign: usize, depth: u8, readings: &mut Readings) {
    let mut name = String::with_capacity(LONGEST_REFERENCE);
    let mut at = behind_sign;
    while name.len() < LONGEST_REFERENCE {
        let found = read(text, at, depth);
        let mut characters = found.as_slice().iter();
        let Some(&(character, end)) =
            characters.find(|(character, _)| character.is_ascii_alphanumeric() || matches!(character, '#' | ';'))
        else {
            return;
        };
        if character == ';' {
            return readings.extend(meaning(&name), end);
        }
        name.push(character);
        at = end;
    }
}

fn meaning(name: &str) -> Option<char> {
    match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => number.parse().ok(),
        }
        .and_then(char::from_u32),
        None => REFERENCES.iter().find(|(other, _)| *other == name).map(|(_, character)| *character),
    }
}
