//! The first look of a run: at everything, and with some patience for an API server that was there before.

use super::run::{Run, looked};
use super::trouble::Trouble;
use super::{look, watching};
use crate::plan::{Api, Observed, Plan};
use std::time::Duration;

/// How often the API server is asked again in a first look before it counts as silent, and the pause before each.
const HEARINGS: u32 = 10;
const BETWEEN_HEARINGS: Duration = Duration::from_millis(300);

impl Run {
    /// Looks once at everything, and says what is there and what must happen.
    pub async fn look(&mut self) -> Result<(Observed, Plan), Trouble> {
        let now = self.site.clock.now();
        let number = self.seen.begin_look(now);
        let seen = look::look(&self.site.packet, &self.question(true)).await.map_err(looked)?;
        self.take_look(seen, number);
        if let Some(client) = self.client()? {
            let token = self.token_id();
            let mut look = watching::look(&client, token.as_deref(), now).await;
            // One that has answered before is not silent because of one missed answer: it may have been started just now.
            let patience = if self.memory.record().api_answered_at.is_some() { HEARINGS } else { 0 };
            for _ in 0..patience {
                if look.api == Api::Answering {
                    break;
                }
                self.site.clock.sleep(BETWEEN_HEARINGS).await;
                look = watching::look(&client, token.as_deref(), now).await;
            }
            self.take_cluster_look(look);
        }
        self.look_at_userdata().await?;
        self.learn();
        Ok(self.planned())
    }
}
