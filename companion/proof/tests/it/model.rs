//! Random operations beside a model.

use booking_proof::model::run;

use crate::{SEED, engine, turn};

#[tokio::test(flavor = "multi_thread")]
async fn whatever_happens_the_books_say_what_the_model_says() {
    let _turn = turn().await;
    for seed in SEED..SEED + 4 {
        let run = run(&engine(), seed, 60).await.expect("the model runs");
        assert_eq!(run.complaints, [""; 0]);
        assert!(run.orders > 5, "{run:?}");
    }
}
