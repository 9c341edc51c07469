// Python’s built-in exceptions: who is whose child, and how one is raised.
import { PyClass, PyObject, PyTuple } from './values.ts'

/** Thrown by `raise` and by wrong operations. */
export class Raised {
  readonly value: PyObject
  constructor(value: PyObject) {
    this.value = value
  }
}

const EXCEPTIONS = new Map<string, PyClass>()
const define = (name: string, base?: string): void => void EXCEPTIONS.set(name, new PyClass(name, base === undefined ? undefined : EXCEPTIONS.get(base)))
define('BaseException')
for (const name of ['Exception', 'SystemExit', 'KeyboardInterrupt']) define(name, 'BaseException')
for (const name of ['ArithmeticError', 'LookupError', 'OSError', 'ValueError', 'TypeError', 'NameError', 'AttributeError', 'ImportError', 'RuntimeError', 'AssertionError', 'MemoryError', 'StopIteration', 'SyntaxError', 'EOFError']) define(name, 'Exception')
define('ZeroDivisionError', 'ArithmeticError')
define('OverflowError', 'ArithmeticError')
define('KeyError', 'LookupError')
define('IndexError', 'LookupError')
define('FileNotFoundError', 'OSError')
define('PermissionError', 'OSError')
define('IsADirectoryError', 'OSError')
define('ConnectionError', 'OSError')
define('ConnectionRefusedError', 'ConnectionError')
define('TimeoutError', 'OSError')
define('ModuleNotFoundError', 'ImportError')
define('NotImplementedError', 'RuntimeError')
define('RecursionError', 'RuntimeError')
define('UnboundLocalError', 'NameError')
define('UnicodeDecodeError', 'ValueError')

export const exceptions = (): ReadonlyMap<string, PyClass> => EXCEPTIONS

/** Raises a built-in exception. */
export function raise(type: string, message: string): never {
  const value = new PyObject(EXCEPTIONS.get(type)!)
  value.names.set('args', new PyTuple([message]))
  throw new Raised(value)
}
