// What the API server promises of every object, whatever its kind.
import { objectWrites, type MakeChecker } from './checker.ts'

export const objects: MakeChecker = cluster => {
  let revision = cluster.server.store.revision
  return {
    name: 'objects keep their identity and their versions rise',
    after(frame) {
      const uids = new Map<string, string>()
      for (const { plural, key, before, after } of objectWrites(frame)) {
        const what = `${plural}/${key}`
        if (!after) continue
        const version = Number(after.metadata.resourceVersion)
        if (!(version > revision)) return `${what} gets resourceVersion ${version}; ${revision} was already given`
        revision = version
        if (!after.metadata.uid) return `${what} has no uid`
        const uid = uids.get(what) ?? before?.metadata.uid
        uids.set(what, after.metadata.uid)
        if (!before) continue
        if (uid !== after.metadata.uid) return `${what} changes its uid`
        if (before.metadata.creationTimestamp !== after.metadata.creationTimestamp) return `${what} changes its creationTimestamp`
        if ((before.metadata.generation ?? 0) > (after.metadata.generation ?? 0)) return `${what}: its generation falls`
        if (before.metadata.deletionTimestamp !== undefined && after.metadata.deletionTimestamp === undefined) return `${what} is no longer being deleted`
        if (after.metadata.deletionTimestamp !== undefined && (after.metadata.finalizers ?? []).some(f => !(before.metadata.finalizers ?? []).includes(f)) && before.metadata.deletionTimestamp !== undefined) {
          return `${what} gets a finalizer while it is being deleted`
        }
      }
      return undefined
    },
  }
}
