//! What the companion did not accept, back at the field that it came from.

use booking_contract::{AttendeeDetails, Field, FieldProblem};

use crate::flow::booking::{Flow, Trouble};
use crate::flow::message::{GuestField, Step};
use crate::flow::screen::FocusTarget;

impl Flow {
    /// Marks the fields of the form that were refused and brings the guest to the first of them.
    /// Answers whether there was any.
    pub(in crate::flow) fn form_refused(&mut self, problems: &[FieldProblem]) -> bool {
        let fields = self.fields();
        let refused = |problem| self.refused_field(problem);
        let refused: Vec<GuestField> = problems.iter().filter_map(refused).collect();
        let here = fields.iter().filter(|field| refused.contains(field));
        let here: Vec<GuestField> = here.copied().collect();
        let Some(&first) = here.first() else {
            return false;
        };
        for field in here {
            self.draft.form.refuse(field);
        }
        self.go_to(Step::Details);
        self.notice = Some(Trouble::DetailsRefused);
        self.focus_on(FocusTarget::Field(first));
        true
    }

    /// The field that a problem is about.
    fn refused_field(&self, problem: &FieldProblem) -> Option<GuestField> {
        Some(match (problem.field, problem.place) {
            (Field::Name, _) => GuestField::Name,
            (Field::Email, _) => GuestField::Email,
            (Field::Phone, _) => GuestField::Phone,
            (Field::Notes, _) => GuestField::Notes,
            (Field::Answers, Some(place)) => GuestField::Answer(place),
            (Field::AttendeeDetails, Some(place)) => {
                let details = self.page.calendar.attendee_details;
                // Names are read the same way here and there, so that it is the address.
                let email = details == AttendeeDetails::NamesAndEmails;
                match (self.others().contains(&place), email) {
                    (true, true) => GuestField::AttendeeEmail(place),
                    (true, false) => GuestField::AttendeeName(place),
                    (false, _) if place > 0 || details == AttendeeDetails::None => return None,
                    (false, true) => GuestField::Email,
                    (false, false) => GuestField::Name,
                }
            }
            _ => return None,
        })
    }
}
