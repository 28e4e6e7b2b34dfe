//! The user's wish to stop: asked for once, seen by everything that waits.

use std::sync::Arc;
use tokio::sync::watch;

/// Sees whether the user wants to stop. Clones see the same wish.
#[derive(Debug, Clone)]
pub struct Interrupt {
    wish: watch::Receiver<bool>,
    /// Keeps the channel open where nobody will ever ask.
    _asker: Option<Arc<watch::Sender<bool>>>,
}

/// Asks to stop.
#[derive(Debug)]
pub struct Asker(Arc<watch::Sender<bool>>);

impl Interrupt {
    /// One that can be asked for.
    #[must_use]
    pub fn pair() -> (Asker, Self) {
        let (sender, wish) = watch::channel(false);
        let sender = Arc::new(sender);
        (Asker(Arc::clone(&sender)), Self { wish, _asker: Some(sender) })
    }

    /// Whether it was asked for.
    #[must_use]
    pub fn is_wished(&self) -> bool {
        *self.wish.borrow()
    }

    /// Ends when it is asked for.
    pub async fn wished(&self) {
        let mut wish = self.wish.clone();
        // The asker lives as long as this, so the wait ends by the wish alone.
        let _ = wish.wait_for(|wished| *wished).await;
    }
}

impl Asker {
    /// Asks to stop.
    pub fn ask(&self) {
        self.0.send_replace(true);
    }
}
