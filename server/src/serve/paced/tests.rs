//! Readers of every pace, with the time in hand.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    time::advance,
};

use super::*;

impl Drained for DuplexStream {
    fn poll_room(&self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn abandon(&self) {}
}

/// The system before a client that takes nothing: it holds whatever it is handed.
#[derive(Default)]
struct System(usize);

impl AsyncRead for System {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Poll::Pending
    }
}

impl AsyncWrite for System {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.0 += bytes.len();
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

impl Drained for System {
    fn poll_room(&self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.0 < PIECE { Poll::Ready(Ok(())) } else { Poll::Pending }
    }

    fn abandon(&self) {}
}

const PACE: Pace = Pace { window: Duration::from_secs(20), farewell: Duration::from_secs(2) };

fn pair() -> (Paced<DuplexStream>, DuplexStream) {
    let (ours, theirs) = duplex(1024);
    (Paced::new(ours, PACE, Arrivals::default()), theirs)
}

#[tokio::test(start_paused = true)]
async fn who_does_not_read_is_hung_up_on() {
    let (mut ours, _theirs) = pair();
    let outcome = ours.write_all(&[0; 5_000]).await;
    assert_eq!(outcome.map_err(|error| error.kind()), Err(io::ErrorKind::TimedOut));
}

#[tokio::test(start_paused = true)]
async fn who_reads_a_byte_now_and_then_is_hung_up_on() {
    let (mut ours, mut theirs) = pair();
    let writing = tokio::spawn(async move { ours.write_all(&[0; 500_000]).await });
    let mut seconds = 0;
    while !writing.is_finished() {
        let mut byte = [0; 1];
        let _ = theirs.read(&mut byte).await;
        advance(Duration::from_secs(1)).await;
        seconds += 1;
        assert!(seconds < 60, "still connected");
    }
    let outcome = writing.await.map(|outcome| outcome.map_err(|error| error.kind()));
    assert!(matches!(outcome, Ok(Err(io::ErrorKind::TimedOut))), "{outcome:?}");
}

#[tokio::test(start_paused = true)]
async fn who_reads_slowly_gets_everything() -> io::Result<()> {
    let (mut ours, mut theirs) = pair();
    let writing = tokio::spawn(async move {
        ours.write_all(&[0; 60_000]).await?;
        ours.flush().await
    });
    let (mut read, mut space) = (0, [0; 1000]);
    while read < 60_000 {
        read += theirs.read(&mut space).await?;
        advance(Duration::from_secs(1)).await;
    }
    writing.await?
}

#[tokio::test(start_paused = true)]
async fn the_time_between_answers_does_not_count() -> io::Result<()> {
    let (mut ours, mut theirs) = pair();
    for _ in 0..3 {
        let reading = async {
            let mut space = [0; 2_000];
            theirs.read_exact(&mut space).await
        };
        let writing = async {
            ours.write_all(&[0; 2_000]).await?;
            ours.flush().await
        };
        let (read, written) = tokio::join!(reading, writing);
        read?;
        written?;
        advance(Duration::from_secs(100)).await;
    }
    Ok(())
}

#[tokio::test(start_paused = true)]
async fn after_the_last_word_the_other_side_is_heard_out() -> io::Result<()> {
    let (mut ours, mut theirs) = pair();
    let closing = tokio::spawn(async move { ours.shutdown().await });
    theirs.write_all(&[0; 100_000]).await?;
    drop(theirs);
    closing.await?
}

#[tokio::test(start_paused = true)]
async fn but_not_for_ever() -> io::Result<()> {
    let (mut ours, _theirs) = pair();
    ours.shutdown().await
}

/// However slowly the answers are made: what the system took is not yet taken by anybody.
#[tokio::test(start_paused = true)]
async fn what_only_the_system_took_is_no_progress() {
    for answer in [100, 3_000, 16_000, 1_000_000] {
        let mut ours = Paced::new(System::default(), PACE, Arrivals::default());
        let mut made = 0;
        let outcome = loop {
            advance(Duration::from_secs(15)).await;
            made += answer;
            let written = async {
                ours.write_all(&vec![0; answer]).await?;
                ours.flush().await
            };
            if let Err(error) = written.await {
                break error.kind();
            }
        };
        assert_eq!(outcome, io::ErrorKind::TimedOut);
        assert!(ours.stream.0 < 2 * PIECE && made < PIECE + answer, "{answer}: {made}, {} held", ours.stream.0);
    }
}
