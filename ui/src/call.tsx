import "./customer/customer.css";
import { createRoot } from "react-dom/client";
import { CustomerPage } from "./customer/CustomerPage";

createRoot(document.getElementById("root")!).render(<CustomerPage />);
