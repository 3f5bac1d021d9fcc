//! The commands `refund` and `resolve`: the owner at the machine itself.

use crate::Problem;
use crate::app::AppState;
use crate::clock::Clock;
use crate::config::{OwnerOptions, RefundOptions, ResolveOptions};
use crate::owner::{self, RefundState, Refunded, Share};
use crate::serve::{Failure, runtime};
use crate::store::{Store, StoreError};

/// Who the owner's log names.
const ACTOR: &str = "cli";

/// Gives money back.
pub fn refund(options: &RefundOptions) -> Result<(), Failure> {
    let share = match (options.attendee, options.amount_minor) {
        (Some(attendee), _) => Share::Attendee(attendee),
        (None, Some(amount_minor)) => Share::Amount(amount_minor),
        (None, None) => Share::Everything,
    };
    with_books(&options.owner, async |state| {
        give_back(state, &options.order, share).await
    })
}

/// Decides about a payment that does not agree with its order.
pub fn resolve(options: &ResolveOptions) -> Result<(), Failure> {
    with_books(&options.owner, async |state| {
        if options.refund {
            return give_back(state, &options.order, Share::Everything).await;
        }
        let accepted = owner::accept(state, &options.order, ACTOR).await;
        match accepted.map_err(failure)? {
            Ok(_) => {
                println!("{} is booked as it was paid.", options.order);
                Ok(())
            }
            Err(refusal) => Err(Failure::Input(refusal.to_string())),
        }
    })
}

async fn give_back(state: &AppState, order_id: &str, share: Share) -> Result<(), Failure> {
    let refunded = owner::refund(state, order_id, share, ACTOR).await;
    match refunded.map_err(failure)? {
        Ok(refunded) => report(order_id, &refunded),
        Err(refusal) => Err(Failure::Input(refusal.to_string())),
    }
}

fn report(order_id: &str, refunded: &Refunded) -> Result<(), Failure> {
    let Refunded {
        amount_minor,
        currency,
        ..
    } = refunded;
    match refunded.state {
        RefundState::Succeeded => {
            println!("{amount_minor} minor units of {currency} are given back.");
        }
        RefundState::Pending => {
            println!("{amount_minor} minor units of {currency} are on their way back.");
        }
        RefundState::Requested => println!(
            "{amount_minor} minor units of {currency} are given back as soon as the companion \
             runs and Stripe answers."
        ),
        RefundState::Failed => {
            return Err(Failure::Input("Stripe refuses this refund".to_owned()));
        }
    }
    println!("{order_id} is {}.", refunded.order_state);
    Ok(())
}

/// Opens the books as the companion does, for one command.
fn with_books(
    options: &OwnerOptions,
    work: impl AsyncFnOnce(&AppState) -> Result<(), Failure>,
) -> Result<(), Failure> {
    runtime()?.block_on(async {
        let store = Store::open(&options.store.database_url).await?;
        let state = AppState::new(options.config(), Clock::system(), store.clone());
        let outcome = work(&state).await;
        store.close().await;
        outcome
    })
}

fn failure(problem: Problem) -> Failure {
    match problem {
        Problem::Unavailable => Failure::Store(StoreError::Busy),
        Problem::Internal(reason) => Failure::Input(reason),
        problem => Failure::Input(problem.into_body().title),
    }
}
