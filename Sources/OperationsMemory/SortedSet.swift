import DequeModule

/// A set that is kept in order, searched by halves.
///
/// Adding at the end and removing near either end, the common cases here, move little: hence a deque.
struct SortedSet<Element: Comparable & Sendable>: Sendable {
    private var elements: Deque<Element> = []

    var isEmpty: Bool { elements.isEmpty }
    var first: Element? { elements.first }

    mutating func insert(_ element: Element) {
        let index = position(of: element)
        if index < elements.endIndex, elements[index] == element { return }
        elements.insert(element, at: index)
    }

    mutating func remove(_ element: Element) {
        let index = position(of: element)
        guard index < elements.endIndex, elements[index] == element else { return }
        elements.remove(at: index)
    }

    /// The elements that are not below `bound`, in order.
    func from(_ bound: Element) -> Slice<Deque<Element>> {
        elements[position(of: bound)...]
    }

    /// The elements below `bound`, in order.
    func before(_ bound: Element) -> Slice<Deque<Element>> {
        elements[..<position(of: bound)]
    }

    func prefix(_ count: Int) -> Slice<Deque<Element>> {
        elements.prefix(Swift.max(count, 0))
    }

    /// Where `element` stands, or would stand.
    private func position(of element: Element) -> Int {
        if let last = elements.last, last < element { return elements.endIndex }
        var low = elements.startIndex
        var high = elements.endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if elements[middle] < element {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

extension SortedSet: Sequence {
    func makeIterator() -> Deque<Element>.Iterator {
        elements.makeIterator()
    }
}
