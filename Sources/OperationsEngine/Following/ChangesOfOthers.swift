import OperationsCore

/// Hears what other nodes commit, and lets those who wait on this one know.
struct ChangesOfOthers: StoreFollower {
    let engine: OperationEngine

    func didChange(_ notices: [ChangeNotice]) {
        var ready: [ReadyOperation] = []
        for notice in notices {
            if notice.isOver { engine.waiters.end(notice.name) }
            if let time = notice.nextTime { (notice.isOver ? engine.retentionTimer : engine.dueTimer).note(time) }
            if notice.isReady { ready.append(ReadyOperation(name: notice.name, queue: notice.queue)) }
        }
        engine.leaseDesk.offerFromOthers(ready)
    }

    func didLoseTrack() {
        engine.lostTrack.look()
        engine.leaseDesk.askAgain()
        engine.dueTimer.sweepNow()
        engine.retentionTimer.sweepNow()
        engine.storedSets.requestLoad()
    }

    func didChangeDescriptorSets() {
        engine.storedSets.requestLoad()
    }

    func didChangeFault() {
        engine.noteFault()
    }
}
