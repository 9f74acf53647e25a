//! The form table: every distinct spelling once.
//!
//! News repeats its words. Whatever depends on the spelling alone is worked out when a form is
//! first met and kept beside its number; a token is a span and that number.

use hashbrown::HashTable;

use super::fold::fold_into;
use super::shape::{Kind, Shape};

/// Number of a form in its [`Forms`]. Numbers are given in order of first meeting, without gaps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FormId(pub u32);

impl FormId {
    /// The number as an index into tables kept beside the forms.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One spelling and what it looks like.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    spelling: (u32, u16),
    folded: (u32, u16),
    pub kind: Kind,
    pub shape: Shape,
}

/// All forms met so far by one worker.
#[derive(Debug, Default)]
pub struct Forms {
    forms: Vec<Form>,
    /// Spellings and folded spellings, end to end.
    arena: String,
    table: HashTable<u32>,
    /// Spellings of up to [`SHORT`] bytes, packed into one number: nearly every token is found with
    /// one look and one comparison. Open addressing; a key of zeros is free.
    short: Vec<(Packed, u32)>,
    short_count: usize,
}

/// Most bytes of a short spelling; one more holds its kind.
const SHORT: usize = 15;

/// A short spelling and its kind as a key. Halves, since a number of 128 bits would be padded.
type Packed = [u64; 2];

const FREE: Packed = [0, 0];

fn pack(text: &str, start: usize, end: usize, kind: Kind) -> Option<Packed> {
    let len = end - start;
    if len == 0 || len > SHORT {
        return None;
    }
    let bytes = text.as_bytes();
    let mut word = [0; SHORT + 1];
    match bytes[start..].first_chunk() {
        Some(more) => word = *more,
        None => word[..len].copy_from_slice(&bytes[start..end]),
    }
    let half = |from: usize| {
        let mut half = [0; 8];
        half.copy_from_slice(&word[from..from + 8]);
        u64::from_le_bytes(half)
    };
    let [low, high] = KEPT[len];
    Some([half(0) & low, half(8) & high | (kind as u64 + 1) << 56])
}

/// For each length, the bits of the spelling in the halves of its key.
const KEPT: [Packed; SHORT + 1] = {
    let mut kept = [[0; 2]; SHORT + 1];
    let mut len = 1;
    while len <= SHORT {
        let all = u128::MAX >> (128 - 8 * len);
        kept[len] = [all as u64, (all >> 64) as u64];
        len += 1;
    }
    kept
};

fn mix([low, high]: Packed) -> usize {
    let h = (low ^ high.rotate_left(29)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    (h ^ (h >> 32)) as usize
}

impl Forms {
    /// The number of the spelling `text[start..end]`, new or known. Amortised O(length).
    pub fn intern_at(&mut self, text: &str, start: usize, end: usize, kind: Kind) -> FormId {
        let Some(key) = pack(text, start, end, kind) else {
            return self.intern(&text[start..end], kind);
        };
        let mask = self.short.len().wrapping_sub(1);
        let mut at = mix(key) & mask;
        while let Some(&(known, id)) = self.short.get(at) {
            if known == key {
                return FormId(id);
            }
            if known == FREE {
                break;
            }
            at = (at + 1) & mask;
        }
        let id = self.intern(&text[start..end], kind);
        self.remember(key, id);
        id
    }

    #[cold]
    fn remember(&mut self, key: Packed, id: FormId) {
        if self.short.len() < 2 * (self.short_count + 1) {
            let size = (2 * self.short.len()).max(1 << 12);
            let old = std::mem::replace(&mut self.short, vec![(FREE, 0); size]);
            for (key, id) in old.into_iter().filter(|(key, _)| *key != FREE) {
                self.put(key, id);
            }
        }
        self.put(key, id.0);
        self.short_count += 1;
    }

    fn put(&mut self, key: Packed, id: u32) {
        let mask = self.short.len() - 1;
        let mut at = mix(key) & mask;
        while self.short[at].0 != FREE {
            at = (at + 1) & mask;
        }
        self.short[at] = (key, id);
    }

    /// The number of `spelling`, new or known. Amortised O(length).
    pub fn intern(&mut self, spelling: &str, kind: Kind) -> FormId {
        let hash = hash(spelling.as_bytes());
        let (forms, arena) = (&self.forms, &self.arena);
        if let Some(&id) = self.table.find(hash, |&id| {
            let form = &forms[id as usize];
            slice(arena, form.spelling) == spelling && form.kind == kind
        }) {
            return FormId(id);
        }
        self.insert(hash, spelling, kind)
    }

    #[cold]
    fn insert(&mut self, hash: u64, spelling: &str, kind: Kind) -> FormId {
        let id = self.forms.len() as u32;
        let place = push(&mut self.arena, |arena| arena.push_str(spelling));
        let folded = push(&mut self.arena, |arena| fold_into(spelling, arena));
        // The folded spelling is most often the spelling itself: keep it once.
        let folded = if slice(&self.arena, folded) == spelling {
            self.arena.truncate(folded.0 as usize);
            place
        } else {
            folded
        };
        let shape = match kind {
            Kind::Word | Kind::Alnum | Kind::Url | Kind::Handle => Shape::of(spelling),
            Kind::Number | Kind::Punct | Kind::Symbol => Shape::None,
        };
        self.forms.push(Form {
            spelling: place,
            folded,
            kind,
            shape,
        });
        let (forms, arena) = (&self.forms, &self.arena);
        self.table.insert_unique(hash, id, |&id| {
            self::hash(slice(arena, forms[id as usize].spelling).as_bytes())
        });
        FormId(id)
    }

    /// What the form looks like.
    pub fn get(&self, id: FormId) -> &Form {
        &self.forms[id.index()]
    }

    /// The spelling, as it stands in the text.
    pub fn spelling(&self, id: FormId) -> &str {
        slice(&self.arena, self.forms[id.index()].spelling)
    }

    /// The spelling folded ([`super::fold`]).
    pub fn folded(&self, id: FormId) -> &str {
        slice(&self.arena, self.forms[id.index()].folded)
    }

    /// How many forms there are; the next new one gets this number.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// Whether no form was met yet.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// Forgets every form. Tables kept beside this one must be emptied with it.
    pub fn clear(&mut self) {
        self.forms.clear();
        self.arena.clear();
        self.table.clear();
        self.short.clear();
        self.short_count = 0;
    }
}

fn slice(arena: &str, (start, len): (u32, u16)) -> &str {
    &arena[start as usize..start as usize + len as usize]
}

fn push(arena: &mut String, write: impl FnOnce(&mut String)) -> (u32, u16) {
    let start = arena.len();
    write(arena);
    (start as u32, (arena.len() - start) as u16)
}

/// FxHash over eight bytes at a time: words are short, and keys come from text, not from users
/// who could choose them to collide at more than the cost of a longer probe.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    const K: u64 = 0x517c_c1b7_2722_0a95;
    let mut h: u64 = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        h = (h.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(K);
    }
    let rest = chunks.remainder();
    if !rest.is_empty() {
        let mut word = [0; 8];
        word[..rest.len()].copy_from_slice(rest);
        h = (h.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(K);
    }
    h ^ (h >> 29)
}
