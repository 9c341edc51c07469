export function LoopView() { return null }
