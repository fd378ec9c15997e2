import DermaClient
import DermaServer
import DermaSync

extension World {
    /// Puts bytes on the wire. Whatever the link's faults let through arrives later, in order.
    mutating func send(_ bytes: [UInt8], _ direction: Direction, on id: Int) {
        let device = connections[id].device
        guard let link = actors[device]?.link else { return }
        actors[device]?.link.messages += 1
        let lane = direction == .up ? Lane.device(device) : .relay
        func message(_ arrival: Int64?) -> Moment.What {
            .sent(Message(connection: id, device: device, direction: direction, bytes: bytes, arrival: arrival))
        }
        if connections[id].isCaptive, direction == .up { return answerAsPortal(bytes, on: id) }
        if let half = link.half, half.direction == direction, now < half.until {
            note(lane, message(nil))
            return note(.device(device), .fault(.halfOpen))
        }
        if now < link.lossUntil {
            note(lane, message(nil))
            note(.device(device), .fault(.loss))
            return breakOff(id)
        }
        if direction == .down, let lost = connections[id].lostAnswer {
            connections[id].answers += 1
            // Hello and login take two answers.
            if connections[id].answers > lost + 2 {
                note(lane, message(nil))
                note(.device(device), .fault(.lostAnswer))
                return breakOff(id)
            }
        }
        if let cut = connections[id].cut, cut.direction == direction {
            let room = max(0, cut.bytes - connections[id].carried[direction.rawValue])
            if room < bytes.count {
                note(lane, message(nil))
                note(.device(device), .fault(.cut))
                carry(Array(bytes.prefix(room)), direction, on: id, link)
                return breakOff(id)
            }
        }
        let arrival = carry(bytes, direction, on: id, link)
        note(lane, message(arrival))
    }

    @discardableResult
    private mutating func carry(_ bytes: [UInt8], _ direction: Direction, on id: Int, _ link: Link) -> Int64 {
        let isSlow = now < link.slowUntil
        let latency = Int64(isSlow ? link.latency : 30) + Int64(jitter(link.messages, connections[id].device))
        let bandwidth = isSlow ? link.bandwidth : 1_000_000
        let busy = max(now, connections[id].arrives[direction.rawValue] - latency)
        var arrival = busy + latency + Int64(bytes.count * 1000 / max(bandwidth, 1))
        if isSlow { note(.device(connections[id].device), .fault(.slowLink)) }
        if arrival < link.clogUntil {
            note(.device(connections[id].device), .fault(.clog))
            arrival = link.clogUntil
        }
        if direction == .down, now < relay.slow.until {
            note(.relay, .fault(.relaySlow))
            arrival += Int64(relay.slow.milliseconds)
        }
        arrival = max(arrival, connections[id].arrives[direction.rawValue])
        connections[id].arrives[direction.rawValue] = arrival
        connections[id].carried[direction.rawValue] += bytes.count
        if !bytes.isEmpty {
            queue.plan(.arrive(connection: id, direction: direction, bytes: bytes), at: arrival)
        }
        return arrival
    }

    /// A hash of the salt, the link and the message's number: leaving out a line of the story does not change the others'
    /// delays (splitmix64, Steele and others 2014).
    private func jitter(_ message: UInt64, _ device: Int) -> UInt64 {
        var mixed = scenario.salt &+ UInt64(device) &* 0x9E37_79B9_7F4A_7C15 &+ message &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ (mixed >> 31)) % 50
    }

    /// Both sides learn, each after what was on its way, that the connection broke.
    mutating func breakOff(_ id: Int) {
        for direction in [Direction.down, .up] {
            queue.plan(
                .end(connection: id, direction: direction),
                at: max(now + 1, connections[id].arrives[direction.rawValue]))
        }
    }

    /// One side closes the connection: it is over for that side at once, and for the other when it hears of it.
    mutating func hangUp(_ id: Int, _ direction: Direction) {
        switch direction {
        case .up: connections[id].isOpenAtDevice = false
        case .down: connections[id].isOpenAtRelay = false
        }
        queue.plan(
            .end(connection: id, direction: direction), at: max(now + 1, connections[id].arrives[direction.rawValue]))
    }

    /// The sign-in page of a café's network, to whatever was said.
    private mutating func answerAsPortal(_ bytes: [UInt8], on id: Int) {
        note(.device(connections[id].device), .fault(.captive))
        connections[id].isOpenAtRelay = false
        let page = Array("HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n<html>".utf8)
        queue.plan(.arrive(connection: id, direction: .down, bytes: page), at: now + 40)
    }

    mutating func arriveAtRelay(_ bytes: [UInt8], on id: Int) {
        guard connections[id].isOpenAtRelay, relay.downUntil == 0 else { return }
        connections[id].lastActivity = now
        sweepRelay()
        coverage.note("relay session", connections[id].relaySide.phaseName, Self.event(bytes))
        let effects = answer(bytes, on: id)
        guard settleRelay() else { return }
        for effect in effects {
            switch effect {
            case .send(let bytes): sendFromRelay(bytes, on: id)
            case .close: hangUp(id, .down)
            }
        }
    }

    /// The frame that bytes begin, by its name in the registry.
    private static func event(_ bytes: [UInt8]) -> String {
        bytes.first.flatMap(FrameCode.init(rawValue:)).map { "\($0)" } ?? "no frame"
    }

    mutating func arriveAtDevice(_ bytes: [UInt8], on id: Int) {
        let device = connections[id].device
        guard connections[id].isOpenAtDevice, actors[device]?.connection == id else { return }
        connections[id].lastActivity = now
        if let conversation = actors[device]?.conversation {
            coverage.note("client session", conversation.phaseName, Self.event(bytes))
            coverage.note("sync", conversation.stepName, Self.event(bytes))
        }
        drive(device) { conversation, device in conversation.receive(bytes, &device) }
    }
}
