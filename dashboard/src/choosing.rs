//! Choosing some of what there is, by name: what is offered, and what fits a search.

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Its id among all that can be chosen.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The id of what it belongs to: whoever chooses that has chosen this along.
    pub under: Option<String>,
    /// What is said beside its name where it is chosen, such as what it belongs to.
    pub note: String,
    /// Why it is not offered any more; chosen before, it stays.
    pub gone: Option<&'static str>,
}

impl Choice {
    /// Something that stands by itself.
    pub fn of(id: String, name: String) -> Self {
        Self {
            id,
            name,
            under: None,
            note: String::new(),
            gone: None,
        }
    }

    fn fits(&self, wanted: &str) -> bool {
        self.name.to_lowercase().contains(wanted)
    }
}

/// From how many choices on there is something to search with.
const MANY: usize = 8;

/// Whether there are so many that one would search.
pub fn are_many(choices: &[Choice]) -> bool {
    choices.iter().filter(|it| it.gone.is_none()).count() >= MANY
}

/// What is offered, in the order in which it came: what fits the search, with what it belongs to, and
/// all that belongs to what fits. What is not offered any more is there only as long as it is chosen.
pub fn offered<'c>(choices: &'c [Choice], chosen: &[String], search: &str) -> Vec<&'c Choice> {
    let wanted = search.trim().to_lowercase();
    let is_there = |it: &Choice| it.gone.is_none() || chosen.contains(&it.id);
    let head = |it: &Choice| {
        let under = it.under.as_ref()?;
        choices.iter().find(|head| head.id == *under)
    };
    let fits = |it: &Choice| it.fits(&wanted) || head(it).is_some_and(|head| head.fits(&wanted));
    let leads = |it: &Choice| {
        let mut below = choices
            .iter()
            .filter(|one| one.under.as_ref() == Some(&it.id));
        below.any(|one| is_there(one) && one.fits(&wanted))
    };
    let below_is_there = |it: &Choice| {
        let mut below = choices
            .iter()
            .filter(|one| one.under.as_ref() == Some(&it.id));
        below.any(is_there)
    };
    choices
        .iter()
        .filter(|it| (is_there(it) || below_is_there(it)) && (fits(it) || leads(it)))
        .collect()
}

/// Whether it is chosen along with what it belongs to.
pub fn is_along(choice: &Choice, chosen: &[String]) -> bool {
    let under = choice.under.as_ref();
    under.is_some_and(|head| chosen.contains(head))
}
