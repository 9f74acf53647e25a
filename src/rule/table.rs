//! A small hash table from numbers to states, packed for the cache: what is asked at every token must stay near
//! the processor.

/// A state's number: sixteen bits.
pub(super) type State = u16;

/// From a state and another number to a state, a word an entry.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Key and value, [`EMPTY`] where there is none; a power of two, at most half full.
    slots: Vec<u64>,
    used: usize,
}

const EMPTY: u64 = u64::MAX;

impl Table {
    pub fn clear(&mut self) {
        self.slots.clear();
        self.used = 0;
    }

    #[inline]
    pub fn get(&self, from: State, by: u32) -> Option<State> {
        let key = key(from, by);
        let mut at = self.place(key);
        loop {
            let slot = *self.slots.get(at)?;
            if slot >> 16 == key {
                return Some(slot as State);
            }
            if slot == EMPTY {
                return None;
            }
            at = (at + 1) & (self.slots.len() - 1);
        }
    }

    /// Adds what is not there.
    pub fn insert(&mut self, from: State, by: u32, to: State) {
        if 2 * (self.used + 1) > self.slots.len() {
            let size = (2 * self.slots.len()).max(64);
            let old = std::mem::replace(&mut self.slots, vec![EMPTY; size]);
            for slot in old.into_iter().filter(|&slot| slot != EMPTY) {
                self.put(slot);
            }
        }
        self.put(key(from, by) << 16 | u64::from(to));
        self.used += 1;
    }

    fn put(&mut self, slot: u64) {
        let mut at = self.place(slot >> 16);
        while self.slots[at] != EMPTY {
            at = (at + 1) & (self.slots.len() - 1);
        }
        self.slots[at] = slot;
    }

    /// Where a key is looked for first.
    #[inline]
    fn place(&self, key: u64) -> usize {
        // Fibonacci hashing (Knuth, The Art of Computer Programming 3, 6.4): the upper bits are the mixed ones.
        let mixed = key.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 32) as usize & self.slots.len().wrapping_sub(1)
    }
}

fn key(from: State, by: u32) -> u64 {
    u64::from(from) << 32 | u64::from(by)
}
