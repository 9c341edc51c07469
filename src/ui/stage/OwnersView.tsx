export function OwnersView() { return null }
