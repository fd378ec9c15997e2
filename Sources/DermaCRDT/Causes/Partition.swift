extension Array {
    /// The first place whose element does not fulfil `isBefore`, which those before it do. O(log n).
    func partition(_ isBefore: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) >> 1
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
