//! Sessions, kept under the digest of their id.

use super::Store;
use crate::error::Result;
use wire::{Digest, Time};

impl Store {
    /// Keep a new session. Returns whether the id was free.
    pub async fn create_session(
        &self,
        id: Digest,
        user: Option<&str>,
        data: &str,
        now: Time,
    ) -> Result<bool> {
        let done = sqlx::query(
            "insert into sessions (id_sha256, user, data, made, seen) values ($1, $2, $3, $4, $4) on conflict do nothing",
        )
        .bind(id.as_ref())
        .bind(user)
        .bind(data)
        .bind(now.0)
        .execute(&self.pool)
        .await?;
        Ok(done.rows_affected() == 1)
    }

    /// Change what a session holds. One that has ended stays ended.
    pub async fn save_session(&self, id: Digest, user: Option<&str>, data: &str) -> Result<()> {
        sqlx::query("update sessions set user = $2, data = $3 where id_sha256 = $1")
            .bind(id.as_ref())
            .bind(user)
            .bind(data)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// What a session holds, if it was made after `made` and used after `seen`.
    pub async fn session(&self, id: Digest, made: Time, seen: Time) -> Result<Option<String>> {
        Ok(sqlx::query_scalar(
            "select data from sessions where id_sha256 = $1 and made > $2 and seen > $3",
        )
        .bind(id.as_ref())
        .bind(made.0)
        .bind(seen.0)
        .fetch_optional(&self.pool)
        .await?)
    }

    /// A person did something: the time to idle begins again.
    /// Nothing is written while the last mark is younger than `mark`.
    pub async fn touch_session(&self, id: Digest, now: Time, mark: Time) -> Result<()> {
        let stale: Option<i64> =
            sqlx::query_scalar("select seen from sessions where id_sha256 = $1 and seen < $2")
                .bind(id.as_ref())
                .bind(mark.0)
                .fetch_optional(&self.pool)
                .await?;
        if stale.is_some() {
            sqlx::query("update sessions set seen = $2 where id_sha256 = $1")
                .bind(id.as_ref())
                .bind(now.0)
                .execute(&self.pool)
                .await?;
        }
        Ok(())
    }

    /// End a session.
    pub async fn delete_session(&self, id: Digest) -> Result<()> {
        sqlx::query("delete from sessions where id_sha256 = $1")
            .bind(id.as_ref())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Remove the sessions that have ended by themselves.
    pub async fn delete_ended_sessions(&self, made: Time, seen: Time) -> Result<()> {
        sqlx::query("delete from sessions where made <= $1 or seen <= $2")
            .bind(made.0)
            .bind(seen.0)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
